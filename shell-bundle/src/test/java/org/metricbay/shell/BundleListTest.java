package org.metricbay.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

class BundleListTest {
  private static final List<String> QUESTIONS =
      List.of("adapt", "getStartLevel", "getState", "getVersion", "getHeaders");

  private final List<Bundle> bundles = new ArrayList<>();

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /**
   * A bundle.
   *
   * @param goesAt the method at which it turns out to have gone, if it has
   */
  private static Bundle bundle(long id, String name, String goesAt) {
    Dictionary<String, String> headers =
        FrameworkUtil.asDictionary(Map.of("Bundle-Name", "Named " + name));
    return proxy(
        Bundle.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals(goesAt)) {
            throw gone(id);
          }
          return switch (method.getName()) {
            case "getBundleId" -> id;
            case "getSymbolicName" -> name;
            case "getState" -> Bundle.ACTIVE;
            case "getVersion" -> new Version("1.2.3");
            case "getHeaders" -> headers;
            case "getLocation" -> "file:" + name;
            default -> startLevel(id, goesAt, (Class<?>) arguments[0]);
          };
        });
  }

  /** The framework's own words differ from one question to another. */
  private static RuntimeException gone(long id) {
    return id % 2 == 0
        ? new IllegalStateException("gone")
        : new IllegalArgumentException("Bundle is uninstalled.");
  }

  private static Object startLevel(long id, String goesAt, Class<?> type) {
    return type == FrameworkStartLevel.class
        ? proxy(FrameworkStartLevel.class, (proxy, method, arguments) -> 1)
        : proxy(
            BundleStartLevel.class,
            (proxy, method, arguments) -> {
              if (method.getName().equals(goesAt)) {
                throw gone(id);
              }
              return 1;
            });
  }

  private String list(boolean location, boolean symbolicName, String... patterns) {
    BundleContext context =
        proxy(
            BundleContext.class,
            (proxy, method, arguments) ->
                method.getName().equals("getBundles")
                    ? bundles.toArray(Bundle[]::new)
                    : bundles.get(0));
    return new BundleList(context).lb(location, symbolicName, false, patterns);
  }

  @Test
  void showsNamesOrSymbolicNamesOrLocations() {
    bundles.add(bundle(0, "system", ""));
    bundles.add(bundle(12, "org.example.a\u001b", ""));
    assertThat(list(false, true).lines())
        .containsExactly(
            "START LEVEL 1",
            "   ID|State      |Level|Symbolic name",
            "    0|Active     |    1|system (1.2.3)|1.2.3",
            "   12|Active     |    1|org.example.a  (1.2.3)|1.2.3");
    assertThat(list(false, false, "EXAMPLE").lines())
        .containsExactly(
            "START LEVEL 1",
            "   ID|State      |Level|Name",
            "   12|Active     |    1|Named org.example.a  (1.2.3)|1.2.3");
    assertThat(list(true, false, "system")).contains("|file:system (1.2.3)|").doesNotContain("12|");
  }

  /** As with each upgrade, at any moment. */
  @Test
  void showsTheOthersIfSomeGoMeanwhile() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      bundles.clear();
      bundles.add(bundle(0, "system", ""));
      List<String> there = new ArrayList<>();
      for (long id = 1; id < 10; id++) {
        boolean goes = random.nextBoolean();
        String name = "b" + id;
        bundles.add(bundle(id, name, goes ? QUESTIONS.get(random.nextInt(QUESTIONS.size())) : ""));
        if (!goes) {
          there.add("Named " + name + " (1.2.3)");
        }
      }
      assertThat(list(false, false).lines().skip(3).map(line -> line.split("\\|", -1)[3]))
          .as("seed %d, round %d", seed, round)
          .containsExactlyElementsOf(there);
    }
  }
}
