/** Collecting: one engine asks the collectors and hands out immutable snapshots. */
@Export
@Version("2.0.0")
@NullMarked
package org.metricbay.core.collect;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
