package org.metricbay.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Carries what a plugin has counted itself from version to version, and over restarts of the agent.
 * A component offers it beside its collector, so that both are one object:
 *
 * <pre>
 * &#64;Component(service = {MetricPlugin.class, StateCarrier.class})
 * &#64;Collector(name = "requests")
 * public final class Requests implements MetricPlugin, StateCarrier {
 *   private final LongAdder own = new LongAdder(); // what this version has counted
 *   private volatile long before; // what those before it had
 *
 *   private long total() {
 *     return before + own.sum();
 *   }
 *
 *   &#64;Override
 *   public CarriedState save() {
 *     return new CarriedState(1, Map.of("requests", total()));
 *   }
 *
 *   &#64;Override
 *   public void restore(CarriedState state) {
 *     before = state.count("requests");
 *   }
 * </pre>
 *
 * <p><b>Both run side by side</b> in an upgrade, and each counts what reaches it. So {@link #save}
 * always gives the whole sum and changes nothing, and {@link #restore} puts what it is given <em>in
 * place of</em> what it was given before, beside what this version has counted itself.
 *
 * <ol>
 *   <li>Before its first collection, on trial, the new version is given a copy.
 *   <li>In the moment of the switch it is given all that the old one has by then, and so no page
 *       shows less than one before.
 *   <li>When the old one has been stopped, it is given that version's last state, with what has
 *       reached the old one after the switch. {@code save} is called there after the component was
 *       deactivated: it must need nothing but the counters.
 * </ol>
 *
 * <p>What each event must reach is one of the two. Where both see it, as of a file that both read,
 * the new version begins to count at a position that is carried with the count. Nothing may reach a
 * version before {@code restore}, unless it is counted beside it, nor after its deactivation.
 *
 * <p>A carrier that is registered only after its bundle has started is given the same as soon as it
 * is seen, but pages may show less until then.
 *
 * <p><b>A version that is refused</b> is stopped, and the one before goes on with its own counts;
 * it may {@linkplain #takeBack take back} what has reached the refused one. After a rollback the
 * version that runs again is given the state of the one that had run.
 *
 * <p><b>Kept</b> in the agent's data folder when the plugin is stopped (also for an upgrade that
 * stops first), at the agent's orderly end, and once a minute if it has changed: a kill costs what
 * was counted in that minute.
 *
 * <p><b>Calls.</b> Only the agent calls this, never twice at once for one carrier, but maybe while
 * another thread collects. A call is given up after a second, and interrupted. A state may take 64
 * KiB in the agent's form, about that of the strings and 8 bytes a number. A bundle may have 16
 * carriers; each is known by its collector's name ({@link Collector#NAME}), and only one may be
 * without. What a call throws costs the state, with one line in the log, and never the plugin or
 * its upgrade.
 *
 * @since 1.1
 */
@ConsumerType
public interface StateCarrier {

  /**
   * The whole state, as it is now: what was restored, and what this version has counted itself.
   * Changes nothing; may be called at any time after the component was made, also when it is
   * deactivated.
   *
   * @return never null
   * @throws Exception if there is none; the version after starts with what was saved before
   */
  CarriedState save() throws Exception;

  /**
   * Takes over the state of the versions before, in place of what it took over before. Not called
   * if there is none.
   *
   * @param state may come from an older or a newer version of the plugin: see {@link
   *     CarriedState#version}
   * @throws Exception if this version cannot use it; it should not have taken any of it then. It
   *     starts anew, which the log says with the message, and is given nothing more
   */
  void restore(CarriedState state) throws Exception;

  /**
   * Takes what a version has counted that was on trial beside this one and is not to run: the
   * difference of the two states. Does nothing unless it is overridden:
   *
   * <pre>
   *   own.add(returned.count("requests") - given.count("requests"));
   * </pre>
   *
   * @param given what it was given; without values if it refused that
   * @param returned what it had when it was stopped
   * @throws Exception if these cannot be used, which costs just them
   */
  default void takeBack(CarriedState given, CarriedState returned) throws Exception {}
}
