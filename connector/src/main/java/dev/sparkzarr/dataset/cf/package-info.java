/**
 * What attributes mean: CF conventions as xarray applies them (masks, scale and offset, unsigned,
 * booleans, times in every calendar), turned into value decoders, and the reverse of each: how a
 * column is stored, and the encoders. Uses: {@code metadata}, {@code codec} buffers, {@code
 * dataset} and {@code dataset.write} types. Everything here is immutable. Start at {@link
 * dev.sparkzarr.dataset.cf.CfVariable} and {@link dev.sparkzarr.dataset.cf.CfEncoding}.
 */
package dev.sparkzarr.dataset.cf;
