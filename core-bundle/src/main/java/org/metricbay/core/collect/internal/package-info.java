/** The engine behind the contract. */
@NullMarked
package org.metricbay.core.collect.internal;

import org.jspecify.annotations.NullMarked;
