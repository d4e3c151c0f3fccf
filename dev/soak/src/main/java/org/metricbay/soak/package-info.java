/**
 * The program that runs the packed agent for long and judges it from outside: its plugins come,
 * break and go while it is scraped.
 */
@NullMarked
package org.metricbay.soak;

import org.jspecify.annotations.NullMarked;
