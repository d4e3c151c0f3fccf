package org.metricbay.itest;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricDescriptor;

/**
 * The metrics that the packed bundles describe in constants, also those that no captured tree
 * shows.
 */
final class DescribedMetrics {
  private static final String OURS = "org.metricbay.";

  private final List<Described> found = new ArrayList<>();

  /**
   * A metric that is described in a class.
   *
   * @param bundle the symbolic name
   * @param owner what the collector is called, if the class is named after it
   */
  record Described(String bundle, String owner, MetricDescriptor metric) {}

  private DescribedMetrics() {}

  /** All of a distribution. */
  static List<Described> of(Path home) throws Exception {
    List<Path> libraries = jars(home.resolve("lib"));
    List<Path> bundles = new ArrayList<>(jars(home.resolve("bundles-deploy")));
    bundles.addAll(
        libraries.stream()
            .filter(jar -> jar.getFileName().toString().matches("(core|http)-bundle\\.jar"))
            .toList());
    List<Path> all = new ArrayList<>(bundles);
    all.addAll(libraries);
    List<URL> urls = new ArrayList<>();
    for (Path jar : all) {
      urls.add(jar.toUri().toURL());
    }
    DescribedMetrics metrics = new DescribedMetrics();
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new))) {
      for (Path bundle : bundles) {
        metrics.addAllOf(bundle, loader);
      }
    }
    return metrics.found;
  }

  private static List<Path> jars(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      files.forEach(jars::add);
    }
    Collections.sort(jars);
    return jars;
  }

  private void addAllOf(Path bundle, ClassLoader loader) throws Exception {
    try (JarFile jar = new JarFile(bundle.toFile())) {
      String name = jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
      for (JarEntry entry : Collections.list(jar.entries())) {
        String path = entry.getName();
        if (path.startsWith(OURS.replace('.', '/')) && path.matches(".*(?<!-info)\\.class")) {
          String type = path.substring(0, path.length() - ".class".length()).replace('/', '.');
          addAllOf(name.split(";", 2)[0], Class.forName(type, false, loader));
        }
      }
    }
  }

  private void addAllOf(String bundle, Class<?> type) throws Exception {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    String owner = owner(type);
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && mayDescribe(field.getType())) {
        field.setAccessible(true);
        add(bundle, owner, field.get(null), seen);
      }
    }
  }

  private static boolean mayDescribe(Class<?> type) {
    return type.getName().startsWith(OURS)
        || type == Optional.class
        || type == Map.Entry.class
        || type.isArray()
        || Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type);
  }

  /** Follows what constants consist of. */
  private void add(String bundle, String owner, @Nullable Object value, Set<Object> seen)
      throws Exception {
    if (value == null || !seen.add(value)) {
      return;
    }
    if (value instanceof MetricDescriptor metric) {
      found.add(new Described(bundle, owner, metric));
    } else if (value instanceof Optional<?> optional) {
      add(bundle, owner, optional.orElse(null), seen);
    } else if (value instanceof Map.Entry<?, ?> entry) {
      add(bundle, owner, entry.getValue(), seen);
    } else if (value instanceof Map<?, ?> map) {
      add(bundle, owner, map.values(), seen);
    } else if (value instanceof Collection<?> collection) {
      for (Object one : collection) {
        add(bundle, owner, one, seen);
      }
    } else if (value instanceof Object[] array) {
      add(bundle, owner, Arrays.asList(array), seen);
    } else if (value.getClass().getName().startsWith(OURS)) {
      for (Field field : value.getClass().getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && mayDescribe(field.getType())) {
          field.setAccessible(true);
          add(bundle, owner, field.get(value), seen);
        }
      }
    }
  }

  /** {@code thermal_zone} for a class in {@code ThermalZoneCollector}. */
  private static String owner(Class<?> type) {
    String outermost = type.getName().replaceAll("^.*\\.|\\$.*$", "");
    return outermost
        .replaceAll("^Oshi|Collector$", "")
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
