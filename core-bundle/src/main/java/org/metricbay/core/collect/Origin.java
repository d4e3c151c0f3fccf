package org.metricbay.core.collect;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.Bundle;

/**
 * The file that a plugin's bundle was installed from, as its location tells.
 *
 * @param file its name in the folder
 * @param digest the SHA-256 of its bytes, in hexadecimal
 */
public record Origin(String file, String digest) {
  private static final String DIGEST = "?sha256=";
  private static final int DIGITS = 64;

  /** Nothing if the deployer has not installed it. */
  public static Optional<Origin> of(Bundle bundle) {
    String location = bundle.getLocation();
    int query = location.indexOf(DIGEST);
    int digest = query + DIGEST.length();
    if (query < 0 || location.length() < digest + DIGITS) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(URI.create(location.substring(0, query)));
      return Optional.of(
          new Origin(
              String.valueOf(path.getFileName()), location.substring(digest, digest + DIGITS)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
