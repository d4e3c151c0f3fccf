package org.metricbay.http.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token in the data folder, created when it is first needed. */
final class TokenFile {
  private final Logger log = LoggerFactory.getLogger(TokenFile.class);
  private final Optional<Path> folder;
  private @Nullable WriteToken token;

  TokenFile(Optional<Path> folder) {
    this.folder = folder;
  }

  /** The token; none if the agent has no folder for it, or may not write there. */
  synchronized Optional<WriteToken> token() {
    if (token == null && folder.isPresent()) {
      try {
        token = WriteToken.in(folder.get());
      } catch (IOException e) {
        log.error(
            "no token in {}: {}; writes from other machines are refused",
            folder.get(),
            e.toString());
      }
    }
    return Optional.ofNullable(token);
  }
}
