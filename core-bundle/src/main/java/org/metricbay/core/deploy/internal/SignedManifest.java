package org.metricbay.core.deploy.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.regex.Pattern;

/**
 * What the JDK does not ask of a signature that is otherwise good: whether it covers the manifest's
 * headers, and whether all that it covers is there.
 */
final class SignedManifest {
  private static final Pattern GOOD_ALGORITHM = Pattern.compile("SHA-(256|384|512)|SHA3-.*");
  private static final String WHOLE = "-digest-manifest";
  private static final String HEADERS = "-digest-manifest-main-attributes";

  private SignedManifest() {}

  /**
   * Why the manifest is not to be trusted; empty if it is.
   *
   * @param signed the text that was signed, with the manifest's digests
   * @param manifest the manifest
   * @param entries what is there
   */
  static Optional<String> objection(byte[] signed, byte[] manifest, List<PackedEntry> entries)
      throws BadJarException {
    int headers = ManifestText.mainLength(manifest);
    boolean covered = false;
    for (Map.Entry<Object, Object> digest : ManifestText.headers(signed).entrySet()) {
      String name = digest.getKey().toString().toLowerCase(Locale.ROOT);
      String value = digest.getValue().toString();
      covered |=
          isDigest(name, WHOLE, value, manifest)
              || isDigest(name, HEADERS, value, Arrays.copyOf(manifest, headers));
    }
    return covered
        ? missing(manifest, entries)
        : Optional.of(
            "is not signed whole: the signature does not cover the manifest's headers: sign it"
                + " anew with jarsigner");
  }

  private static boolean isDigest(String name, String ending, String value, byte[] text) {
    if (!name.endsWith(ending)) {
      return false;
    }
    String algorithm = name.substring(0, name.length() - ending.length()).toUpperCase(Locale.ROOT);
    if (!GOOD_ALGORITHM.matcher(algorithm).matches()) {
      return false;
    }
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(text);
      byte[] given = value.getBytes(StandardCharsets.ISO_8859_1);
      return MessageDigest.isEqual(Base64.getEncoder().encode(digest), given);
    } catch (NoSuchAlgorithmException e) {
      return false;
    }
  }

  /** The JDK takes a JAR for whole from which entries were removed. */
  private static Optional<String> missing(byte[] manifest, List<PackedEntry> entries)
      throws BadJarException {
    Set<String> there = new HashSet<>();
    entries.forEach(entry -> there.add(entry.name()));
    for (Attributes section : ManifestText.sections(manifest)) {
      String name = section.getValue("Name");
      if (name != null
          && !name.endsWith("/")
          && hasDigest(section)
          && !there.contains(plain(name))) {
        return Optional.of(
            "is not whole: its signed manifest names "
                + BadJarException.shown(name)
                + ", which is missing");
      }
    }
    return Optional.empty();
  }

  /** Without what the JDK overlooks at the begin of a name. */
  private static String plain(String name) {
    String rest = name.startsWith("./") ? name.substring(2) : name;
    return rest.startsWith("/") ? rest.substring(1) : rest;
  }

  private static boolean hasDigest(Attributes section) {
    return section.keySet().stream()
        .anyMatch(key -> key.toString().toLowerCase(Locale.ROOT).endsWith("-digest"));
  }
}
