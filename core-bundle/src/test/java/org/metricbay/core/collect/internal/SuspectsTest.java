package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.CollectRequest;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

class SuspectsTest {
  private static final int LARGE = 1 << 22;

  @TempDir private Path work;

  private static String told(Suspects suspects) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    suspects.accept(buffer);
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<MetricFamily> allocate(long bytes) {
    long sum = 0;
    for (long left = bytes; left > 0; left -= LARGE) {
      sum += new byte[LARGE].length;
    }
    return List.of(MetricFamily.gauge("allocated", "So much.").sample((double) sum).build());
  }

  private static Suspects of(TestEngine engine) throws Exception {
    BundleContext context = engine.context();
    for (ServiceReference<?> reference :
        context.getServiceReferences(java.util.function.Consumer.class, "(metricbay.suspects=*)")) {
      if (context.getService(reference) instanceof Suspects suspects) {
        return suspects;
      }
    }
    throw new AssertionError("not there");
  }

  @Test
  void namesWhoAllocatedAGoodPartOfTheHeapInOneCall() throws Exception {
    try (TestEngine engine = TestEngine.start(work, 20)) {
      engine.add("modest", () -> allocate(1));
      assertThat(told(of(engine))).isEmpty();
      engine.add("greedy", () -> allocate(Runtime.getRuntime().maxMemory() / 4));
      engine.engine().collect(CollectRequest.all());
      assertThat(told(of(engine)))
          .contains("its collector greedy allocated ")
          .contains(" MB in one call\n");
    }
  }

  @Test
  void allocatesNothing() throws Exception {
    try (TestEngine engine = TestEngine.start(work, 20)) {
      engine.add("greedy", () -> allocate(Runtime.getRuntime().maxMemory() / 4));
      engine.engine().collect(CollectRequest.all());
      Suspects suspects = of(engine);
      ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      suspects.accept(buffer);
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        suspects.accept(buffer.clear());
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100);
    }
  }

  @Test
  void tellsInTheErrorHowMuchTheCallAllocated() throws Exception {
    try (TestEngine engine = TestEngine.start(work, 20)) {
      engine.add(
          "hungry",
          () -> {
            List<MetricFamily> unused = allocate(20L << 20);
            throw new OutOfMemoryError("made up");
          });
      engine.engine().collect(CollectRequest.all());
      assertThat(engine.engine().collectors().get(0).error().orElseThrow())
          .containsPattern("OutOfMemoryError: made up; this call of \\S+ allocated 2\\d MB");
    }
  }

  /** Before any collector of it is there, whether it has come back or not. */
  @Test
  void namesWhoseStartTookTheHeap() throws Exception {
    try (TestEngine engine = TestEngine.start(work, 20)) {
      Suspects suspects = of(engine);
      Starts starts = engine.gate().starts();
      long heap = Runtime.getRuntime().maxMemory();
      starts.of(engine.context().getBundle(), () -> allocate(heap / 3));
      assertThat(told(suspects)).as("what a start may take").isEmpty();
      starts.of(
          engine.context().getBundle(),
          () -> {
            allocate(heap / 3 * 2);
            assertThat(told(suspects)).contains(": its start allocated ");
          });
      assertThat(told(suspects)).contains(": its start allocated ");
    }
  }

  /** As for an innocent one that begins when all memory is taken. */
  @Test
  void namesNobodyWhoseStartFailsForWantOfMemory() throws Exception {
    try (TestEngine engine = TestEngine.start(work, 20)) {
      assertThatThrownBy(
              () ->
                  engine
                      .gate()
                      .starts()
                      .of(
                          engine.context().getBundle(),
                          () -> {
                            throw new OutOfMemoryError("made up");
                          }))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(told(of(engine))).isEmpty();
    }
  }

  /** As after a trial that ran out of memory. */
  @Test
  void namesWhoIsGone() throws Exception {
    try (TestEngine engine = TestEngine.start(work, 20)) {
      var greedy = engine.add("greedy", () -> allocate(Runtime.getRuntime().maxMemory() / 4));
      engine.engine().collect(CollectRequest.all());
      greedy.unregister();
      assertThat(told(of(engine))).contains("its collector greedy allocated ");
    }
  }
}
