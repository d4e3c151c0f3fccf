package org.metricbay.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One series of a family at the moment of collection. More kinds may come in a later version: code
 * that reads samples must allow for it.
 */
@ProviderType
public sealed interface Sample
    permits NumberSample, CounterSample, HistogramSample, SummarySample, StateSetSample {
  /** The labels, which identify the sample in its family. */
  Labels labels();
}
