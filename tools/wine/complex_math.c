/* The C99 complex functions that Wine 8's C runtime lacks and numpy and scipy import.
 *
 * Windows passes a complex number as a struct, so the structs keep the calling convention. The
 * long double of Windows is a double, hence the functions ending in l take the same types.
 */
#include <complex.h>

typedef struct { double re, im; } Double;
typedef struct { float re, im; } Float;

static double _Complex from_double(Double a) { double _Complex z; __real__ z = a.re; __imag__ z = a.im; return z; }
static float _Complex from_float(Float a) { float _Complex z; __real__ z = a.re; __imag__ z = a.im; return z; }
static Double to_double(double _Complex z) { Double a = { __real__ z, __imag__ z }; return a; }
static Float to_float(float _Complex z) { Float a = { __real__ z, __imag__ z }; return a; }

/* complex_math.py reads the names in the last lines to write the list of exports. */
#define REAL(n) \
    double our_##n(Double a) { return n(from_double(a)); } \
    double our_##n##l(Double a) { return n(from_double(a)); } \
    float our_##n##f(Float a) { return n##f(from_float(a)); }
#define COMPLEX(n) \
    Double our_##n(Double a) { return to_double(n(from_double(a))); } \
    Double our_##n##l(Double a) { return to_double(n(from_double(a))); } \
    Float our_##n##f(Float a) { return to_float(n##f(from_float(a))); }
#define COMPLEX2(n) \
    Double our_##n(Double a, Double b) { return to_double(n(from_double(a), from_double(b))); } \
    Double our_##n##l(Double a, Double b) { return to_double(n(from_double(a), from_double(b))); } \
    Float our_##n##f(Float a, Float b) { return to_float(n##f(from_float(a), from_float(b))); }

REAL(cabs) REAL(carg) REAL(cimag) REAL(creal)
COMPLEX(cacos) COMPLEX(cacosh) COMPLEX(casin) COMPLEX(casinh) COMPLEX(catan) COMPLEX(catanh)
COMPLEX(ccos) COMPLEX(ccosh) COMPLEX(cexp) COMPLEX(clog) COMPLEX(conj) COMPLEX(csin)
COMPLEX(csinh) COMPLEX(csqrt) COMPLEX(ctan) COMPLEX(ctanh)
COMPLEX2(cpow)
