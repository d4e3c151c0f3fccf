/**
 * How what came from outside is shown. No part of the API: each of the agent's bundles that uses
 * this has a copy of its own (bnd's {@code -conditionalpackage}).
 */
package org.metricbay.text;
