/** Tests of the packed agent, as a user has it, and of its bundles in a plain framework. */
@NullMarked
package org.metricbay.itest;

import org.jspecify.annotations.NullMarked;
