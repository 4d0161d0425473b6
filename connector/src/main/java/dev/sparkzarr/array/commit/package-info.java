/**
 * Writing a table so that nothing is lost: claims that keep writers apart, the journal that says
 * what a writer meant, the switch from old to new documents, and what is deleted late. Works on
 * stores by their capabilities and on the documents of nodes; knows nothing of labels. Uses: {@code
 * array}, {@code metadata}, {@code store} and {@code store.middleware}. Start at {@link
 * dev.sparkzarr.array.commit.TableCommit}.
 */
package dev.sparkzarr.array.commit;
