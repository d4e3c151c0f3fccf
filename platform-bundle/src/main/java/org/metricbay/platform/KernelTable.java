package org.metricbay.platform;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A file of the kernel's whose length depends on the host: with each socket, mount or CPU it has
 * more. It is read piece by piece.
 *
 * @param most how many bytes it has at most; with more it is not what it seems
 * @param hasShortLines whether no line has more than 500 bytes, so that a short answer of the
 *     kernel's is the last one
 */
@ProviderType
public record KernelTable(long most, boolean hasShortLines) {
  /** Ten million sockets. */
  public static final KernelTable SOCKETS = new KernelTable(1500L << 20, true);

  /** A thousand lines for each of 8,192 CPUs. */
  public static final KernelTable OF_CPUS = new KernelTable(128L << 20, false);

  /** A hundred thousand mounts of the longest options, which are a page. */
  public static final KernelTable MOUNTS = new KernelTable(512L << 20, false);
}
