package org.metricbay.http.webconfig;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A web configuration that cannot be used. The message is one line for the user: file, line and
 * column, key, what is wrong and what to do; it never holds a hash, a key or a password.
 */
public final class WebConfigException extends Exception {
  WebConfigException(Path file, Optional<Position> at, String key, String problem) {
    // No cause: a library's message may quote the file.
    super(
        Shown.line(
            file
                + at.map(p -> ":" + p.line() + ":" + p.column()).orElse("")
                + ": "
                + (key.isEmpty() ? "" : key + ": ")
                + problem));
  }

  WebConfigException(Path file, String problem) {
    this(file, Optional.empty(), "", problem);
  }
}
