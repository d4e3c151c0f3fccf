/** Deploying: one reconciler makes what runs a function of what lies in the watched folder. */
@Export
@Version("1.3.0")
@NullMarked
package org.metricbay.core.deploy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
