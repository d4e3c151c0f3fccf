@NullMarked
package org.metricbay.core.thread;

import org.jspecify.annotations.NullMarked;
