package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;

/**
 * Asks an installed bundle for all that anybody could find in it, and says what of that was not
 * signed. Knows the signed bytes by their names, and nothing of how JARs are judged.
 */
final class InstalledBytes {
  private static final Pattern VERSIONS = Pattern.compile("^META-INF/versions/[0-9]+/");

  private final Map<String, byte[]> signed;
  private final Map<String, byte[]> nested;

  InstalledBytes(Map<String, byte[]> signed, Map<String, byte[]> nested) {
    this.signed = signed;
    this.nested = nested;
  }

  /** Checks all answers of the bundle, also about names that stand anywhere in these bytes. */
  void check(Bundle bundle, byte[] file) throws Exception {
    Set<String> names = new LinkedHashSet<>(signed.keySet());
    names.addAll(nested.keySet());
    names.addAll(found(file));
    for (URL url : list(bundle.findEntries("/", "*", true))) {
      names.add(url.getPath());
      check(url.getPath(), url);
    }
    Set<String> all = new LinkedHashSet<>();
    names.forEach(name -> all.addAll(variants(name)));
    for (String name : all) {
      ask(bundle, name);
    }
    for (String name : signed.keySet()) {
      assertThat(bundle.getEntry(name)).as(name).isNotNull();
    }
  }

  private void ask(Bundle bundle, String name) throws Exception {
    check(name, bundle.getEntry(name));
    check(name, bundle.getResource(name));
    for (URL url : list(bundle.getResources(name))) {
      check(name, url);
    }
    for (String path : list(bundle.getEntryPaths(name))) {
      check(path, bundle.getEntry(path));
    }
    if (name.endsWith(".class") || name.endsWith(".class/")) {
      load(bundle, name.replaceAll("\\.class/?$", "").replace('/', '.'));
    }
  }

  private static void load(Bundle bundle, String type) throws Exception {
    Class<?> loaded;
    try {
      loaded = bundle.loadClass(type);
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      return; // Nothing runs.
    }
    assertThat(loaded.getMethod("mark").invoke(null)).as(type).isEqualTo(SignedJars.GOOD);
  }

  private void check(String name, URL url) throws IOException {
    if (url == null) {
      return;
    }
    byte[] bytes;
    try (InputStream in = url.openStream()) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      // A folder that follows from the names in it has no entry.
      assertThat(url.getPath()).as(e.toString()).endsWith("/");
      return;
    }
    if (bytes.length > 0) {
      boolean known = isSigned(name, bytes, signed) || isSigned(name, bytes, nested);
      assertThat(known).as("%s: %s", name, new String(bytes, StandardCharsets.ISO_8859_1)).isTrue();
    }
  }

  private static boolean isSigned(String name, byte[] bytes, Map<String, byte[]> signed) {
    return signed.entrySet().stream()
        .anyMatch(
            entry ->
                plain(entry.getKey()).equals(plain(name))
                    && Arrays.equals(entry.getValue(), bytes));
  }

  private static String plain(String name) {
    String rest = name;
    while (rest.startsWith("/")) {
      rest = rest.substring(1);
    }
    return VERSIONS.matcher(rest).replaceFirst("");
  }

  private static <T> List<T> list(Enumeration<T> found) {
    return found == null ? List.of() : Collections.list(found);
  }

  /** The names in all headers and directories, wherever in the file they lie. */
  static Set<String> found(byte[] file) {
    Set<String> names = new LinkedHashSet<>();
    for (int at = 0; at + 46 < file.length; at++) {
      if (file[at] == 'P' && file[at + 1] == 'K') {
        boolean local = file[at + 2] == 3 && file[at + 3] == 4;
        int length = half(file, at + (local ? 26 : 28));
        int begin = at + (local ? 30 : 46);
        if (length > 0 && length < 200 && begin + length <= file.length) {
          names.add(new String(file, begin, length, StandardCharsets.UTF_8));
          names.add(new String(file, begin, length, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return names;
  }

  private static int half(byte[] file, int at) {
    return (file[at] & 0xff) | (file[at + 1] & 0xff) << 8;
  }

  private static List<String> variants(String name) {
    String bare = plain(name).replaceAll("/+$", "");
    return List.of(
        name,
        bare,
        bare + "/",
        "/" + bare,
        "//" + bare,
        "./" + bare,
        bare.toLowerCase(Locale.ROOT),
        bare.toUpperCase(Locale.ROOT),
        bare.replace('/', '\\'),
        bare.replace('\\', '/'),
        bare.replaceAll("/+", "/"),
        bare.trim(),
        "META-INF/versions/9/" + bare,
        "META-INF/versions/17/" + bare);
  }
}
