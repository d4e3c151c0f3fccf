package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which entries of a JAR are its signatures, and which are what these sign.
 *
 * @param pairs the signatures
 * @param others all other entries but the manifest and folders
 */
record SignatureFiles(List<Pair> pairs, List<PackedEntry> others) {
  private static final Pattern NAME =
      Pattern.compile("META-INF/([A-Z0-9_-]{1,80})\\.(SF|RSA|DSA|EC)");

  /** What the JDK may take for part of a signature, and so does not sign. */
  private static final Pattern SIMILAR =
      Pattern.compile("META-INF/([^/]*\\.(SF|RSA|DSA|EC)|SIG-[^/]*)", Pattern.CASE_INSENSITIVE);

  /**
   * One signature: the file with what is signed, and the block with the signature itself.
   *
   * @param text names the digests
   * @param block signs the text
   */
  record Pair(PackedEntry text, PackedEntry block) {}

  static SignatureFiles of(List<PackedEntry> entries) {
    Map<String, PackedEntry> texts = new LinkedHashMap<>();
    Map<String, PackedEntry> blocks = new HashMap<>();
    for (PackedEntry entry : entries) {
      Matcher name = NAME.matcher(entry.name());
      if (name.matches()) {
        (name.group(2).equals("SF") ? texts : blocks).putIfAbsent(name.group(1), entry);
      }
    }
    List<Pair> pairs = new ArrayList<>();
    Set<String> paired = new HashSet<>();
    texts.forEach(
        (base, text) -> {
          PackedEntry block = blocks.get(base);
          if (block != null) {
            pairs.add(new Pair(text, block));
            paired.addAll(List.of(text.name(), block.name()));
          }
        });
    return new SignatureFiles(pairs, others(entries, paired));
  }

  private static List<PackedEntry> others(List<PackedEntry> entries, Set<String> paired) {
    return entries.stream()
        .filter(entry -> !entry.isManifest() && !entry.isFolder())
        .filter(entry -> !paired.contains(entry.name()))
        .toList();
  }

  /** Whether the JDK would take it for part of a signature, though it is none. */
  static boolean looksLikeOne(String name) {
    return SIMILAR.matcher(name).matches();
  }
}
