package org.metricbay.soak;

import java.io.IOException;
import java.util.Map;

/** What is done to the agent while it is scraped. */
interface Load extends AutoCloseable {
  /** Does what is done for the first time only, and grows with it. */
  void warmUp(Extent measured) throws IOException, InterruptedException;

  /** Does one thing after the other; returns how many. */
  int run(Extent extent) throws IOException, InterruptedException;

  /** Undoes all that is not good; in the folder lie good files of the plugins and nothing else. */
  void makeAllGood() throws IOException, InterruptedException;

  /** How often each thing was done. */
  Map<String, Integer> done();

  /** Counts from now on. */
  void forget();

  /** Judges what can be judged only when all is over. */
  void judgeEnd() throws IOException, InterruptedException;

  /** Ends all that it has begun. */
  @Override
  void close() throws IOException;
}
