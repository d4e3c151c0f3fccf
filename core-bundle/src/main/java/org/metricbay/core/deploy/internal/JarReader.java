package org.metricbay.core.deploy.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * Judges the bytes of a JAR before any running bundle is touched: whether it is whole, is a bundle,
 * and may run here. Nothing that is read in it can be read in another way by the framework, see
 * {@link InstalledJar}.
 */
final class JarReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  private static final int MOST_KNOWN = 64;

  /**
   * What is remembered of a JAR.
   *
   * @param headers its manifest's
   * @param makers its entries that tell who made it
   */
  private record Headers(Attributes headers, List<PackedEntry> makers) {}

  private final Supplier<Set<String>> builtIns;
  private final Optional<SignatureCheck> signatures;
  private final long mostUnpacked;

  /**
   * The headers of JARs that were read and whole, by digest: at a start each is met three times, as
   * kept, in the folder, and when the folder's clock may have been too coarse. Not of signed ones,
   * as their certificates expire.
   */
  private final Map<String, Headers> wholeOnes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Headers> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /**
   * Knows no JAR yet.
   *
   * @param builtIns the symbolic names that belong to the agent itself
   * @param mostUnpacked how many bytes a JAR may have when unpacked
   */
  JarReader(
      Supplier<Set<String>> builtIns, Optional<SignatureCheck> signatures, long mostUnpacked) {
    this.builtIns = builtIns;
    this.signatures = signatures;
    this.mostUnpacked = mostUnpacked;
  }

  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Judges it. May take long, and is ended by an interrupt. */
  Content read(String file, byte[] bytes, long modified) {
    if (bytes.length == 0) {
      return new Problem("is empty", true);
    }
    if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
      return new Problem("is not a JAR: it does not begin like a ZIP file", true);
    }
    String digest = digest(bytes);
    Headers known;
    synchronized (wholeOnes) {
      known = wholeOnes.get(digest);
    }
    return known == null
        ? readWhole(file, bytes, digest, modified)
        : judge(file, digest, modified, known, Optional.empty());
  }

  private Content readWhole(String file, byte[] bytes, String digest, long modified) {
    try {
      JarBytes jar = JarBytes.read(bytes, mostUnpacked);
      Optional<byte[]> manifest = jar.manifest();
      Headers headers =
          new Headers(
              manifest.isPresent() ? ManifestText.headers(manifest.get()) : new Attributes(),
              jar.entries().stream().filter(Maker::isTold).toList());
      if (signatures.isPresent()) {
        return judge(file, digest, modified, headers, signatures.get().objection(jar));
      }
      synchronized (wholeOnes) {
        wholeOnes.put(digest, headers);
      }
      return judge(file, digest, modified, headers, Optional.empty());
    } catch (BadJarException e) {
      return e.problem();
    }
  }

  private Content judge(
      String file, String digest, long modified, Headers jar, Optional<String> unsigned) {
    Attributes headers = jar.headers();
    String nameHeader = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
    if (nameHeader == null || !"2".equals(headers.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
      return new Problem(
          "is a JAR but no OSGi bundle: its manifest has no Bundle-SymbolicName and"
              + " Bundle-ManifestVersion 2; build it with the bnd-maven-plugin",
          false);
    }
    String name = nameHeader.split(";", 2)[0].trim();
    if (!NAME.matcher(name).matches()) {
      return new Problem("has a bad Bundle-SymbolicName: " + BadJarException.shown(name), false);
    }
    Optional<String> objection = objection(name, headers).or(() -> unsigned);
    if (objection.isPresent()) {
      return new Problem(objection.get(), false);
    }
    try {
      Version version = Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
      return new Artifact(
          file,
          digest,
          name,
          version,
          modified,
          stopFirst(headers, nameHeader),
          Ties.of(headers::getValue),
          Maker.of(headers, jar.makers(), name));
    } catch (IllegalArgumentException e) {
      return new Problem(
          "has a bad Bundle-Version: " + BadJarException.shown("" + e.getMessage()), false);
    }
  }

  private Optional<String> objection(String name, Attributes headers) {
    if (builtIns.get().contains(name)) {
      return Optional.of(
          "has the symbolic name " + name + ", which belongs to the agent itself: rename it");
    }
    if (headers.getValue(Constants.FRAGMENT_HOST) != null) {
      return Optional.of("is a fragment (Fragment-Host); a plugin must be a bundle of its own");
    }
    return Optional.empty();
  }

  /** A singleton can be resolved in one version only, so the old one must go first there too. */
  private static boolean stopFirst(Attributes headers, String nameHeader) {
    return "stop-first".equals(headers.getValue("Metricbay-Upgrade"))
        || nameHeader.replace(" ", "").replace("\"", "").contains("singleton:=true");
  }
}
