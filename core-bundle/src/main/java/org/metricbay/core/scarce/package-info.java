/** What the agent keeps for when the system gives it no more. */
@Export
@Version("1.0.0")
@NullMarked
package org.metricbay.core.scarce;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
