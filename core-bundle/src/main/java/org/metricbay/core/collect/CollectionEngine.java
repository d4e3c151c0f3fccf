package org.metricbay.core.collect;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The only caller of plugins. Everything that shows metrics asks it for a {@link Snapshot}. For use
 * by any thread.
 */
@ProviderType
public interface CollectionEngine {

  /**
   * Runs the requested collectors side by side and returns when all have answered or the time is
   * up. A request that comes while another runs shares the collectors' runs with it. A collector
   * that throws, hangs or returns what is not valid costs only its own metrics.
   *
   * @throws UnknownCollectorException if the request names a collector that there is not
   */
  Snapshot collect(CollectRequest request) throws UnknownCollectorException;

  /** How each live collector did last, by name. Calls no plugin. */
  List<CollectorStatus> collectors();
}
