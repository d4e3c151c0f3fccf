package org.metricbay.core.deploy;

/** How a file in the watched folder is. */
public enum FileState {
  /** Its bundle runs. */
  RUNNING,
  /** Its bundle is being installed, started or tried. */
  DEPLOYING,
  /** Its bundle was stopped by hand, and stays so until it is started by hand. */
  STOPPED,
  /** Another file has the same symbolic name and a higher version, or the same and is newer. */
  SHADOWED,
  /**
   * Another file has the same symbolic name and goes first, whatever the versions: that of the
   * distribution, or one of another maker that was there before.
   */
  DUPLICATE,
  /** It is not whole yet; probably it is still being written. */
  INCOMPLETE,
  /** It is no bundle that could run here; the reason says why. */
  INVALID,
  /** It was tried and failed; the reason says why. It is tried again when it changes. */
  REFUSED
}
