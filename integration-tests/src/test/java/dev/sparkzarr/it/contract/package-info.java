/**
 * The contract kit of stores, run on stores of real servers. Each class starts its server once, and
 * gives each test a place of its own on it.
 */
package dev.sparkzarr.it.contract;
