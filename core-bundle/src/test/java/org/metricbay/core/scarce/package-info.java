@NullMarked
package org.metricbay.core.scarce;

import org.jspecify.annotations.NullMarked;
