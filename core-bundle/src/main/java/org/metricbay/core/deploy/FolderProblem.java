package org.metricbay.core.deploy;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Why nothing new is taken from one of the agent's folders.
 *
 * @param folder its path
 * @param problem who else could change it, and how to mend that
 */
@ProviderType
public record FolderProblem(String folder, String problem) {}
