/** Threads that last as long as their owner. */
@Export
@Version("1.0.0")
@NullMarked
package org.metricbay.core.thread;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
