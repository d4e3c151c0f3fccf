/** Collectors of network devices, protocols and sockets. */
@NullMarked
package org.metricbay.network;

import org.jspecify.annotations.NullMarked;
