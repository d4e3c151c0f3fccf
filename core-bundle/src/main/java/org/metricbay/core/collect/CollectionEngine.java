package org.metricbay.core.collect;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The only caller of collectors. Everything that shows metrics asks it for a {@link Snapshot}. For
 * use by any thread.
 */
@ProviderType
public interface CollectionEngine {

  /**
   * Calls the requested collectors in parallel and returns when all have answered or the deadline
   * has passed. A request that comes during another shares its calls. A collector that throws,
   * hangs or returns something invalid costs only its own metrics.
   *
   * @throws UnknownCollectorException if the request names a collector that there is not
   */
  Snapshot collect(CollectRequest request) throws UnknownCollectorException;

  /**
   * Asynchronous variant. A thread of {@link #threads()} completes the answer, before or after this
   * returns. Called on such a thread, this calls collectors itself, which saves waking others: a
   * hanging collector may then block the caller, but the answer is completed by the deadline
   * regardless.
   *
   * @param answer completed with the snapshot; what depends on it runs on the engine's thread
   * @throws UnknownCollectorException if the request names a collector that there is not; the
   *     answer is not completed then
   */
  void collect(CollectRequest request, CompletableFuture<Snapshot> answer)
      throws UnknownCollectorException;

  /**
   * The engine's threads, for answering requests that collect. There are as many as are needed;
   * they end with the engine.
   */
  Executor threads();

  /**
   * Runs work on the calling thread after its current work, which saves waking another; on another
   * of {@link #threads()} if the calling one is none of them.
   */
  void afterwards(Runnable work);

  /** The last result of each live collector, by name. Calls no collector. */
  List<CollectorStatus> collectors();
}
