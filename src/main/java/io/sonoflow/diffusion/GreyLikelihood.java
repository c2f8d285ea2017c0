/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.diffusion;

/**
 * How likely a normal distribution, cut into 256 grey levels of [-1, 1], makes a grey level; the outermost levels reach
 * to infinity (Ho et al. 2020, eq. 13), with the tanh approximation of the normal distribution function and the limits
 * of guided-diffusion.
 */
final class GreyLikelihood {

	/** Both are computed in one, for arrays in float64: -ln P(x), and its derivative with respect to the log variance. */
	static final String CODE = """
		def cubic(self: __torch__.Ops, z: Tensor) -> Tensor:
		  cube = torch.mul(torch.mul(torch.mul(z, 0.044715), z), z)
		  return torch.tanh(torch.mul(torch.add(z, cube), 0.79788456080286541))
		def density(self: __torch__.Ops, z: Tensor, t: Tensor) -> Tensor:
		  steep = torch.add(torch.mul(torch.mul(z, z), 0.13414499999999999), 1.)
		  return torch.mul(torch.mul(torch.add(torch.neg(torch.mul(t, t)), 1.), 0.39894228040143270), steep)
		def grey(self: __torch__.Ops, x: Tensor, mean: Tensor, variance: Tensor) -> Tuple[Tensor, Tensor]:
		  inverse = torch.exp(torch.mul(variance, -0.5))
		  apart = torch.sub(x, mean)
		  above = torch.mul(inverse, torch.add(apart, 0.0039215686274509803))
		  below = torch.mul(inverse, torch.sub(apart, 0.0039215686274509803))
		  up = self.cubic(above)
		  down = self.cubic(below)
		  top = torch.gt(x, 0.999)
		  bottom = torch.lt(x, -0.999)
		  p = torch.mul(torch.sub(torch.masked_fill(up, top, 1.), torch.masked_fill(down, bottom, -1.)), 0.5)
		  rise = torch.masked_fill(torch.mul(above, self.density(above, up)), top, 0.)
		  fall = torch.masked_fill(torch.mul(below, self.density(below, down)), bottom, 0.)
		  slope = torch.div(torch.mul(torch.sub(rise, fall), 0.5), p)
		  least = 9.9999999999999998e-13
		  return (torch.neg(torch.log(torch.clamp_min(p, least))), torch.masked_fill(slope, torch.lt(p, least), 0.))
		""";

	private GreyLikelihood() {
	}
}
