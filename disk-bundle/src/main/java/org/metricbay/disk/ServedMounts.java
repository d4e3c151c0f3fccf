package org.metricbay.disk;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Queries file systems whose server may be gone, in parallel, each on its own thread, until a
 * common deadline. One that has not answered by then keeps its thread, since nothing ends a call
 * that is stuck in the kernel; it is not waited for, and not queried again, before that call has
 * returned.
 */
final class ServedMounts implements AutoCloseable {
  private static final String TIMEOUT = "mountpoint timeout";
  private static final long KEEP_THREADS_SECONDS = 60;

  private final Answer.Question question;
  private final ExecutorService threads;

  /** What was asked and may not have been answered yet. */
  private final Map<String, Future<Answer>> asked = new HashMap<>();

  ServedMounts(Answer.Question question) {
    this.question = question;
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_THREADS_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            ServedMounts::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "metricbay-filesystem");
    thread.setDaemon(true);
    return thread;
  }

  /** The answers, each by its mount point, after no more than some time. */
  synchronized Map<String, Answer> ask(List<String> mountPoints, Duration patience)
      throws InterruptedException {
    asked.values().removeIf(Future::isDone);
    Set<String> stuck = new HashSet<>(asked.keySet());
    for (String mountPoint : mountPoints) {
      asked.computeIfAbsent(mountPoint, path -> threads.submit(() -> Answer.to(question, path)));
    }
    long deadline = System.nanoTime() + patience.toNanos();
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (String mountPoint : mountPoints) {
      Future<Answer> answer = asked.get(mountPoint);
      if (answer != null) {
        long wait = stuck.contains(mountPoint) ? 0 : deadline - System.nanoTime();
        answers.put(mountPoint, await(answer, wait));
      }
    }
    return answers;
  }

  private static Answer await(Future<Answer> answer, long nanos) throws InterruptedException {
    try {
      return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Answer.failure(TIMEOUT);
    } catch (ExecutionException e) {
      return Answer.failure(String.valueOf(e.getCause()));
    }
  }

  /** Ends the threads; one that is stuck in the kernel ends when its call returns. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
