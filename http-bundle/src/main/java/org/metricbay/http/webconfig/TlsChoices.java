package org.metricbay.http.webconfig;

import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Go's names of versions, cipher suites and curves, as far as this JVM has them. */
final class TlsChoices {
  /** Oldest first. */
  private static final List<String> GO_VERSIONS = List.of("TLS10", "TLS11", "TLS12", "TLS13");

  private static final List<String> JSSE_VERSIONS =
      List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  /** TLS 1.3's are the only ones whose names leave out the exchange of keys. */
  private static final List<String> TLS13_SUITES =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");

  private static final Map<String, String> CURVES = curves();

  private final Section section;
  private final SSLContext context;
  private final List<String> warnings;

  TlsChoices(Section section, SSLContext context, List<String> warnings) {
    this.section = section;
    this.context = context;
    this.warnings = warnings;
  }

  private static Map<String, String> curves() {
    Map<String, String> curves = new LinkedHashMap<>();
    curves.put("CurveP256", "secp256r1");
    curves.put("CurveP384", "secp384r1");
    curves.put("CurveP521", "secp521r1");
    curves.put("X25519", "x25519");
    curves.put("X25519MLKEM768", "X25519MLKEM768");
    return curves;
  }

  List<String> protocols() throws WebConfigException {
    int min = version("min_version", "TLS12");
    int max = version("max_version", "TLS13");
    if (min > max) {
      throw section.wrong("min_version", "is newer than max_version; no client could connect");
    }
    Set<String> disabled =
        Arrays.stream(
                String.valueOf(Security.getProperty("jdk.tls.disabledAlgorithms")).split(",", -1))
            .map(String::strip)
            .collect(Collectors.toSet());
    List<String> protocols = new ArrayList<>();
    for (int version = max; version >= min; version--) {
      if (!disabled.contains(JSSE_VERSIONS.get(version))) {
        protocols.add(JSSE_VERSIONS.get(version));
      } else {
        warnings.add(
            GO_VERSIONS.get(version)
                + " is not offered: this JVM has it switched off (jdk.tls.disabledAlgorithms)");
      }
    }
    if (protocols.isEmpty()) {
      throw section.wrong(
          "max_version", "this JVM has all those TLS versions switched off; allow TLS12 or TLS13");
    }
    return protocols;
  }

  private int version(String key, String otherwise) throws WebConfigException {
    String name = section.text(key).orElse(otherwise);
    int version = GO_VERSIONS.indexOf(name);
    if (version < 0) {
      throw section.wrong(
          key, "unknown TLS version (" + Shown.word(name) + "); known are " + list(GO_VERSIONS));
    }
    return version;
  }

  List<String> cipherSuites() throws WebConfigException {
    List<String> names = section.list("cipher_suites").orElse(List.of());
    if (names.isEmpty()) {
      return List.of(context.getDefaultSSLParameters().getCipherSuites());
    }
    Set<String> known = Set.of(context.getSupportedSSLParameters().getCipherSuites());
    Set<String> suites = new LinkedHashSet<>();
    TLS13_SUITES.stream().filter(known::contains).forEach(suites::add);
    for (String name : names) {
      // Suites that are older than TLS have other names in JSSE.
      String older = "SSL_" + name.substring(Math.min(name.length(), 4));
      if (name.startsWith("TLS_") && known.contains(name)) {
        suites.add(name);
      } else if (name.startsWith("TLS_") && known.contains(older)) {
        suites.add(older);
      } else {
        throw section.wrong(
            "cipher_suites",
            "this JVM does not have "
                + Shown.word(name)
                + ", or has it switched off; leave it out, or take one such as"
                + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
      }
    }
    return List.copyOf(suites);
  }

  List<String> namedGroups() throws WebConfigException {
    List<String> names = section.list("curve_preferences").orElse(List.of());
    Optional<List<String>> known = NamedGroups.known(context.getSupportedSSLParameters());
    List<String> groups = new ArrayList<>();
    for (String name : names) {
      String group = CURVES.get(name);
      if (group == null) {
        throw section.wrong(
            "curve_preferences",
            "unknown curve (" + Shown.word(name) + "); known are " + list(CURVES.keySet()));
      }
      if (!known.map(all -> all.contains(group)).orElse(!group.equals("X25519MLKEM768"))) {
        throw section.wrong(
            "curve_preferences", "this JVM does not have " + name + "; leave it out");
      }
      groups.add(group);
    }
    if (!groups.isEmpty() && known.isEmpty()) {
      warnings.add("curve_preferences has no effect: choosing curves needs Java 20 or later");
      return List.of();
    }
    return groups;
  }

  private static String list(Iterable<String> names) {
    return String.join(", ", names);
  }
}
