package io.sonoflow.step;

import io.sonoflow.SonoflowException;

/**
 * Which part of the work this process does.
 *
 * @param index 1..count
 * @param count at least 1
 */
public record Shard(int index, int count) {

	/** All of it. */
	public static final Shard WHOLE = new Shard(1, 1);

	/**
	 * @param text {@code i/n} with 1 &lt;= i &lt;= n
	 * @throws SonoflowException.Input if it is anything else
	 */
	public static Shard parse(final String text) {
		final String[] parts = text.strip().split("/");
		try {
			if (parts.length == 2) {
				final Shard shard = new Shard(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
				if (shard.index >= 1 && shard.index <= shard.count) return shard;
			}
		}
		catch (final NumberFormatException e) {
			// Said below.
		}
		throw new SonoflowException.Input("shard=" + text +
			" is not of the form i/n with 1 <= i <= n, e.g. 2/3 for the second of three processes.");
	}

	/** @return whether this process does the work item */
	public boolean has(final int item) {
		return item % count == index - 1;
	}

	/** @return whether there is only this process */
	public boolean isWhole() {
		return count == 1;
	}

	@Override
	public String toString() {
		return index + "/" + count;
	}
}
