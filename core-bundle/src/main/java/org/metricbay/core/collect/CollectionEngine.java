package org.metricbay.core.collect;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
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
   * The same for who need not wait: the answer is given by a thread of {@link #threads()}, at once
   * or after this has returned. On such a thread this runs collectors itself, which saves waking
   * others; should one hang, this returns when that does, but the answer is there in time.
   *
   * @param then given the snapshot, or what went wrong; called once, and what it throws is lost
   * @throws UnknownCollectorException if the request names a collector that there is not; nothing
   *     is called then
   */
  void collect(CollectRequest request, BiConsumer<@Nullable Snapshot, @Nullable Throwable> then)
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

  /** How each live collector did last, by name. Calls no collector. */
  List<CollectorStatus> collectors();
}
