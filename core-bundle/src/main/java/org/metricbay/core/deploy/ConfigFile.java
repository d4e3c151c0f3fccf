package org.metricbay.core.deploy;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A plugins' configuration file.
 *
 * @param file its name in the folder of configuration files
 * @param problem why it was refused when it changed last; empty if it was not
 * @param inForce what is in force in its place; empty if the file is
 */
@ProviderType
public record ConfigFile(String file, Optional<String> problem, Optional<String> inForce) {}
