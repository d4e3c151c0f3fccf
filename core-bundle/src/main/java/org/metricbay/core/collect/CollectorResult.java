package org.metricbay.core.collect;

import java.util.List;
import org.metricbay.api.MetricFamily;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What one collector gave in one collection.
 *
 * @param status how it did
 * @param families its families in the order in which it gave them; empty if it failed
 */
@ProviderType
public record CollectorResult(CollectorStatus status, List<MetricFamily> families) {}
