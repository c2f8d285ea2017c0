package io.sonoflow.image.phantom;

import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The organs that phantoms can show. */
public enum Organ {

	/** An ellipsoid with tunica albuginea, mediastinum, epididymis and a rim of fluid; each testis has its own label. */
	TESTIS,

	/** Two lobes and isthmus around the trachea, carotids beside; a diffuse disease, so both sides have one label. */
	THYROID;

	/** The views of one side, in the order of their indices. */
	public static final List<String> VIEWS = List.of("transverse", "sagittal");

	/** The sides of a patient, in the order of their indices. */
	public static final List<String> SIDES = List.of("left", "right");

	/** @return the name in tables and keys, e.g. {@code testis} */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * @param list names separated by commas, e.g. {@code "testis,thyroid"}
	 * @return the organs in the order given
	 * @throws SonoflowException.Input if a name is unknown or given twice, or if there is none
	 */
	public static List<Organ> parse(final String list) {
		final String allowed = Arrays.stream(values()).map(Organ::key).collect(Collectors.joining(", "));
		final List<Organ> organs = Arrays.stream(list.split(",", -1)).map(String::trim).map(name -> Arrays.stream(values())
			.filter(organ -> organ.key().equals(name)).findFirst().orElseThrow(() -> new SonoflowException.Input(
				"organs=" + list + ": '" + name + "' is not an organ that phantoms can show. Give one or more of " + allowed +
					", separated by commas."))).toList();
		if (organs.stream().distinct().count() < organs.size()) throw new SonoflowException.Input("organs=" + list +
			": an organ is named twice. Name each of " + allowed + " at most once; patients are shared out evenly.");
		return organs;
	}
}
