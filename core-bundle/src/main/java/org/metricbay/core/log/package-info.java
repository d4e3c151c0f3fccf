/** One log for all: what libraries say through OSGi's log service goes to SLF4J. */
@NullMarked
package org.metricbay.core.log;

import org.jspecify.annotations.NullMarked;
