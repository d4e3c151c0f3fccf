package org.metricbay.core.collect.internal;

/**
 * What the engine and the gate work with both.
 *
 * @param workers which call
 * @param caller by which calls are made
 * @param collectors all that are registered
 * @param scrapes those under way
 * @param pages what is known of families
 * @param clashes who has what another one had first
 * @param starts which watches what plugins take as they are started
 * @param switching for states that go from one bundle to another
 */
record EngineParts(
    Workers workers,
    Caller caller,
    CollectorSet collectors,
    ActiveScrapes scrapes,
    PageFamilies pages,
    Clashes clashes,
    Starts starts,
    Switching switching) {}
