package org.metricbay.core.deploy.internal;

/**
 * Why a bundle that looked good does not run.
 *
 * @param reason one line for the operator
 * @param unresolved whether it may work once other bundles are there
 * @param passing whether it may work another time
 */
record Refusal(String reason, boolean unresolved, boolean passing) {

  /** Only other content helps. */
  static Refusal of(String reason) {
    return new Refusal(reason, false, false);
  }

  /** It was tried, and failed; nobody knows whether it will for ever. */
  static Refusal failed(String reason) {
    return new Refusal(reason, false, true);
  }

  /** It waits for others. */
  static Refusal waiting(String reason) {
    return new Refusal(reason, true, false);
  }

  /** Ends an attempt. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
      super(refusal.reason());
      this.refusal = refusal;
    }

    Refusal refusal() {
      return refusal;
    }
  }
}
