package org.metricbay.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** A password or the like from a configuration. Its text form does not show it. */
@ProviderType
public final class Secret {
  private final String value;

  Secret(String value) {
    this.value = value;
  }

  /** The secret itself; not for messages or logs. */
  public String value() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** The same for all. */
  @Override
  public String toString() {
    return "***";
  }
}
