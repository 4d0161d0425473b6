/**
 * What attributes mean: CF conventions as xarray applies them (masks, scale and offset, unsigned,
 * booleans, times in every calendar), turned into value decoders. Uses: {@code metadata} and {@code
 * dataset} types. Everything here is immutable.
 */
package dev.sparkzarr.dataset.cf;
