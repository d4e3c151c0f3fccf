package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

final class LastRecordTest {
  /** What a plugin may have. */
  record Pair(String name, Pair other) {}

  /** Has its own copy of that class. */
  private static final class Loader extends ClassLoader {
    Class<?> define() throws Exception {
      String name = Pair.class.getName();
      try (InputStream in = Pair.class.getResourceAsStream("LastRecordTest$Pair.class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      }
    }
  }

  private static WeakReference<ClassLoader> used() throws Exception {
    Loader loader = new Loader();
    var constructor = loader.define().getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Object one = constructor.newInstance("a", null);
    assertThat(one.equals(constructor.newInstance("a", null))).isTrue();
    assertThat(one.hashCode()).isNotZero();
    return new WeakReference<>(loader);
  }

  @Test
  void leavesNoClassLoader() throws Exception {
    WeakReference<ClassLoader> loader = used();
    LastRecord.forget();
    await()
        .until(
            () -> {
              runOut();
              return loader.get() == null;
            });
  }

  /** Newer Javas hold on to it softly, as long as there is memory. */
  private static void runOut() {
    try {
      long[] tooMuch = new long[Integer.MAX_VALUE - 8];
      throw new IllegalStateException("there is room for " + tooMuch.length);
    } catch (OutOfMemoryError e) {
      System.gc();
    }
  }
}
