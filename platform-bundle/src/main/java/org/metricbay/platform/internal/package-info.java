/** How the platform services come to be; not for others. */
@NullMarked
package org.metricbay.platform.internal;

import org.jspecify.annotations.NullMarked;
