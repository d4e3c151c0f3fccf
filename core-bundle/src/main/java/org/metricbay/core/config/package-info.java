/** Hands the plugins' configuration files to OSGi's Configuration Admin. */
@NullMarked
package org.metricbay.core.config;

import org.jspecify.annotations.NullMarked;
