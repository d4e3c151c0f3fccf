/** Collectors of file systems, network file systems, caches and storage networks. */
@NullMarked
package org.metricbay.storage;

import org.jspecify.annotations.NullMarked;
