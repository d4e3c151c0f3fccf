/**
 * What a collector reads from: {@link org.metricbay.platform.KernelFiles} where there is a Linux
 * kernel, {@link org.metricbay.platform.OshiHost} elsewhere. Exactly one of the two is a service,
 * so a collector's Declarative Services reference decides on which systems it exists.
 */
@Export
@Version("1.2.0")
@NullMarked
package org.metricbay.platform;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
